"""What each address answers each kind of person: two tables in plain text, `desk.txt` and `public.txt`.

A line is an address, what it names ('.' where it names nothing), and one character for each of
`world.ACTORS`: first for GET, then for POST with too little in it. A new address needs a line for each
thing that it can name; the test prints them as they are now, to be thought about and pasted.
"""

from pathlib import Path

ANSWERS = {
    200: "+",
    204: "+",
    400: "!",
    401: "-",
    403: "-",
    404: "0",
    405: "x",
    410: "G",
    415: "!",
    428: "!",
    500: "E",
}


def table():
    """{(route, thing): (GET, POST)}."""
    found = {}
    for name in ("desk.txt", "public.txt"):
        for line in (Path(__file__).parent / name).read_text().splitlines():
            if line and not line.startswith("#"):
                route, what, *answers = line.split()
                found[route, what.removeprefix(".")] = tuple(answers)
    return found
