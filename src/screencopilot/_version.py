"""The one place that knows the version; importlib.metadata would cost 30 ms at every start."""

__version__ = "0.1.0"
