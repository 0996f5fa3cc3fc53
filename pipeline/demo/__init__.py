"""The demo: a bundled site of invented news on a loopback port, and the configuration that reads it."""

from pipeline.demo.preset import HOME, HOST, demo_site
from pipeline.demo.server import DemoServer

__all__ = ["HOME", "HOST", "DemoServer", "demo_site"]
