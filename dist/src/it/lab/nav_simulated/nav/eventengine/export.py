import json
import subprocess

exporter = None


class StreamExporter:
    """Writes what was alerted to the standard input of a program, which is started again when it has ended."""

    def __init__(self, command):
        self.command = command
        self.start()

    def start(self):
        self._process = subprocess.Popen([self.command], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)

    def export(self, alert):
        if self._process.poll() is not None:
            self.start()
        self._process.stdin.write(json.dumps(alert).encode() + b"\n")
        self._process.stdin.flush()
