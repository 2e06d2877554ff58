"""The typesetter reads nothing but what it is handed, and its time and memory have bounds."""

import base64
import io
import socket
import threading

import pytest
from PIL import Image

from sejong_cms import typesetting
from sejong_cms.typesetting import CannotTypeset, typeset
from tests.papers import needs_typesetter, reader_of, text_of


def picture(colour="red"):
    file = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def images_of(pdf):
    return [image.name for page in reader_of(pdf).pages for image in page.images]


class Listener:
    """A server on this machine that counts who connects."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/x.png"
        self.calls = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                connection, _who = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()


@pytest.fixture
def listener():
    found = Listener()
    yield found
    found.socket.close()


@needs_typesetter
def test_it_makes_a_pdf():
    pdf = typeset('<!doctype html><html lang="en"><title>A title</title><h1>Words 방위비</h1>')
    assert text_of(pdf) == "Words 방위비"
    assert reader_of(pdf).metadata.title == "A title"
    assert reader_of(pdf).trailer["/Root"]["/Lang"] == "en"


@needs_typesetter
def test_pictures_that_come_along_are_shown():
    pdf = typeset(f'<html lang="en"><title>t</title><img alt="x" src="{picture()}">')
    assert len(images_of(pdf)) == 1


@needs_typesetter
def test_nothing_else_is_read(listener, tmp_path):
    secret = tmp_path / "secret.png"
    Image.new("RGB", (40, 40), "red").save(secret)
    for address in (secret.as_uri(), str(secret), listener.address, f"//{listener.address[7:]}"):
        html = (
            f'<html lang="en"><title>t</title><link rel="stylesheet" href="{address}">'
            f'<link rel="attachment" href="{address}"><base href="{address}">'
            f'<style>@import url("{address}"); @font-face {{ font-family: x; src: url("{address}") }}'
            f' p {{ background: url("{address}"); font-family: x }}</style>'
            f'<p>Words</p><img alt="a" src="{address}"><object data="{address}"></object>'
            f'<embed src="{address}"><svg><image href="{address}"/><use href="{address}#x"/></svg>'
            f'<img alt="b" src="data:image/svg+xml,&lt;svg xmlns=&quot;http://www.w3.org/2000/svg&quot;&gt;'
            f'&lt;image href=&quot;{address}&quot;/&gt;&lt;/svg&gt;">'
        )
        pdf = typeset(html)
        assert "Words" in text_of(pdf)
        assert images_of(pdf) == []
        assert not reader_of(pdf).attachments
    assert listener.calls == 0


@needs_typesetter
def test_it_is_ended_when_it_takes_too_long():
    endless = '<html lang="en"><title>t</title>' + "<table><tr><td>x" * 400 + "<p>words " * 20000
    with pytest.raises(CannotTypeset):
        typeset(endless, timeout=2)


def test_what_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(typesetting, "missing", lambda: [])
    monkeypatch.setattr(typesetting, "LONGEST", 100)
    with pytest.raises(CannotTypeset, match="bytes of HTML"):
        typeset("x" * 101)


def test_a_machine_without_the_libraries_says_so(monkeypatch):
    monkeypatch.setattr(typesetting, "missing", lambda: ["pango-1.0"])
    with pytest.raises(CannotTypeset, match=r"pango-1\.0"):
        typeset("<p>x")
