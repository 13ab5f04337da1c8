// Builds what the pages load into internal/web/assets/dist: one script, one style sheet, the type, each also compressed.
import { build } from "esbuild";
import { mkdir, writeFile, readFile, copyFile, rm, readdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const out = new URL("../internal/web/assets/dist/", import.meta.url);
await mkdir(out, { recursive: true });
for (const f of await readdir(out)) if (f !== ".placeholder") await rm(new URL(f, out));

await build({
  entryPoints: { app: "islands/app.ts" }, outdir: out.pathname, bundle: true, minify: true,
  format: "iife", target: ["es2022"], legalComments: "none", logLevel: "warning",
});
await build({
  entryPoints: { app: "styles/app.css" }, outdir: out.pathname, bundle: true, minify: true,
  target: ["chrome123", "firefox120", "safari17.5"], external: ["*.woff2"], logLevel: "warning",
});
const type = "node_modules/@fontsource-variable/inter/files/inter-latin";
await copyFile(`${type}-wght-normal.woff2`, new URL("inter.woff2", out));
await copyFile(`${type}-ext-wght-normal.woff2`, new URL("inter-ext.woff2", out));
for (const f of ["app.js", "app.css"]) {
  await writeFile(new URL(`${f}.gz`, out), gzipSync(await readFile(new URL(f, out)), { level: 9 }));
}
