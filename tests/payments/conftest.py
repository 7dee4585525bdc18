"""Stripe's API on this machine, started for the tests of this folder and ended after them."""

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from local_stripe import LocalStripe


@pytest.fixture(scope="session")
def running_stripe():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    script = Path(__file__).with_name("stripe_here.py")
    process = subprocess.Popen([sys.executable, "-W", "ignore", str(script), str(port)])
    try:
        _wait_for(port, process)
        yield LocalStripe(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port, process):
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("localstripe did not start")


@pytest.fixture
def local_stripe(running_stripe):
    """The server, empty."""
    request = urllib.request.Request(running_stripe.address + "/_config/data", method="DELETE")
    urllib.request.urlopen(request, timeout=10).close()
    return running_stripe
