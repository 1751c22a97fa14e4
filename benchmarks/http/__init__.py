"""The site under load over HTTP, beside a bare page on the same server in the same run. `python -m benchmarks.http`."""
