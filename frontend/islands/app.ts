// Every island is one custom element in one file. The pages work as lists and forms without any of them.
import "./board";
import "./checkin";
import "./copy";
import "./draft";
import "./drawer";
import "./editing";
import "./field";
import "./judge";
import "./keys";
import "./live";
import "./meeting";
import "./map";
import "./menu";
import "./palette";
import "./pick";
import "./tray";
import "./zone";
