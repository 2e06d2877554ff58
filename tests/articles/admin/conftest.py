from .screen import open_screen

__all__ = ["open_screen"]
