"""The demo: a bundled site of invented news on a loopback port, archived with the real code."""

from pipeline.demo.passes import PASSES, archive_pass
from pipeline.demo.preset import HOME, HOST, demo_site
from pipeline.demo.server import DemoServer

__all__ = ["HOME", "HOST", "PASSES", "DemoServer", "archive_pass", "demo_site"]
