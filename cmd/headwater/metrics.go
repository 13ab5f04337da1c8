package main

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/live"
	"github.com/headwater-okr/headwater/internal/store"
)

// metrics are what /metrics tells a Prometheus. They count, and name routes by their patterns: nothing of an organization is in them, so
// that they need no more protection than /healthz.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	jobs     *prometheus.CounterVec
	jobTook  *prometheus.CounterVec
}

func newMetrics(a *app.App, hub *live.Hub, db *store.DB) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "headwater_http_requests_total",
			Help: "Requests answered, by the pattern of the route and the class of the status."}, []string{"route", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "headwater_http_request_duration_seconds",
			Help: "How long requests took, by the pattern of the route. Live streams, which last, are not among them.", Buckets: prometheus.DefBuckets}, []string{"route"}),
		jobs: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "headwater_job_runs_total",
			Help: "How often this program did what happens by the clock, and how it went."}, []string{"job", "outcome"}),
		jobTook: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "headwater_job_seconds_total",
			Help: "How long this program was at what happens by the clock."}, []string{"job"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "headwater_build_info", Help: "Always 1; the labels say what runs.",
		ConstLabels: prometheus.Labels{"version": version, "engine": db.Engine()}})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.took, m.jobs, m.jobTook, build,
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "headwater_check_ins_total", Help: "Check-ins made since the program began."},
			func() float64 { return float64(a.CheckInsMade()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "headwater_live_streams", Help: "Browsers that listen for changes now."},
			func() float64 { return float64(hub.Streams()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "headwater_database_retries_total",
			Help: "Transactions that were run again because another one was in their way."}, func() float64 { return float64(db.Retries()) }),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// jobDone counts a job that was done.
func (m *metrics) jobDone(name string, took time.Duration, err error) {
	outcome := "done"
	if err != nil {
		outcome = "failed"
	}
	m.jobs.WithLabelValues(name, outcome).Inc()
	m.jobTook.WithLabelValues(name).Add(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// watch counts the requests that next answers.
func (m *metrics) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			route := r.Pattern // of the innermost mux: they write it into the request, which nobody copies on the way
			if route == "" {
				route = "none"
			}
			m.requests.WithLabelValues(route, strconv.Itoa(seen.status/100)+"xx").Inc()
			if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/event-stream") {
				m.took.WithLabelValues(route).Observe(time.Since(started).Seconds())
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// A statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
	wrote  bool
}

func (w *statusWriter) WriteHeader(status int) {
	if !w.wrote && status >= 200 { // before it there may be hints
		w.status, w.wrote = status, true
	}
	w.ResponseWriter.WriteHeader(status)
}

// Flush and Unwrap let live streams through.
func (w *statusWriter) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
