"""gunicorn's settings, from the same environment as the site's."""

import multiprocessing
import os

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WORKERS") or max(2, min(multiprocessing.cpu_count() + 1, 9)))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 10
# Renewed now and then, so that nothing that leaks can grow for weeks.
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
accesslog = None  # the front server's business
errorlog = "-"
# Whether the front server spoke TLS is Django's to believe (PROXIES), not gunicorn's.
secure_scheme_headers = {}
forwarded_allow_ips = ""
# No second door: the site is stopped and started through its supervisor.
control_socket_disable = True
