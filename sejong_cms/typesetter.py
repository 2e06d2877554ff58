"""The child of `typesetting`: HTML on standard input, PDF on standard output. Knows nothing of the site."""

import os
import resource
import sys

#: Bytes of memory; six pages with pictures take a third of this.
MEMORY = 1500 * 2**20


def main(seconds):
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)  # readers come first
    html = sys.stdin.buffer.read().decode()

    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # Neither the network nor any file: what a document shows it brings along.
    fetcher = URLFetcher(allowed_protocols=["data"])
    pdf = HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(int(sys.argv[1]))
