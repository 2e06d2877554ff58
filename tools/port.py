"""Says in a sentence why the site could not listen, before anything is built or changed."""

import os
import socket
import sys


def fault(host, port):
    if not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
        return f"PORT must be a number from 1 to 65535, not {port!r}."
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind) as listener:
            # As servers do: an address that only lingers after its server ended is free.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except socket.gaierror:
        return f"HOST={host} is no address of this machine."
    except PermissionError:
        return f"Port {port} may be used by root only: choose one above 1023 with PORT=8000."
    except OSError as error:
        if error.errno in (98, 48):
            return (
                f"Port {port} of {host} is in use: stop what listens there, or choose another with "
                f"PORT={int(port) + 1}."
            )
        return f"Nothing can listen on {host}, port {port}: {error.strerror}."
    return None


if __name__ == "__main__":
    production = sys.argv[1:] == ["production"]
    host = os.environ.get("HOST") or "127.0.0.1"
    if problem := fault(host if production else "127.0.0.1", os.environ.get("PORT") or "8000"):
        sys.exit(problem)
