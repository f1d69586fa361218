"""Starts and stops the real program over an archive folder."""

import os
import re
import signal
import socket
import subprocess
import threading
from pathlib import Path

TOP = Path(__file__).parent.parent.parent
DEFAULT = Path(os.environ.get("CARGO_TARGET_DIR", TOP / "target")) / "debug" / "baozhai"

# Seconds until it serves, and until it has stopped.
PATIENCE = 120


class Program:
    """The program, serving; `with` stops it, and fails if it ended badly or logged an error."""

    def __init__(self, archive, data):
        binary = os.environ.get("PROGRAM", DEFAULT)
        subprocess.run([binary, "import", archive, "--data", data], cwd=TOP, check=True, stdout=subprocess.DEVNULL)
        self.server = f"127.0.0.1:{free_port()}"
        self.base = f"http://{self.server}"
        words = ["serve", "--data", data, "--listen", self.server, "--base-url", self.base]
        self.process = subprocess.Popen(
            [binary, *words], cwd=TOP, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.log = []
        self.ready = threading.Event()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        if not self.ready.wait(PATIENCE) or self.process.poll() is not None:
            self.process.kill()
            raise SystemExit(f"{binary} did not start:\n{''.join(self.log)}")

    def read(self):
        for line in self.process.stdout:
            self.log.append(line)
            if f"baozhai is at {self.base}" in line:
                self.ready.set()
        self.ready.set()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self.reader.join()
        errors = [line for line in self.log if re.search(r" ERROR |panicked at", line)]
        if kind is None and (code or errors):
            raise SystemExit(f"the program ended with code {code} and logged {len(errors)} errors:\n{''.join(errors[:10])}")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
