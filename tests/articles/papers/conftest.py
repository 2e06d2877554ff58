from tests.pages.conftest import reader

__all__ = ["reader"]
