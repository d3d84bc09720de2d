"""Serves Nagios' CGIs below /nagios4/cgi-bin/ to those who know a password. Nagios shows a guest nothing."""

import base64
import http.server
import os
import subprocess
import sys

FOLDER, PROGRAMS, PORT = sys.argv[1], sys.argv[2], int(sys.argv[3])
PEOPLE = {"argus-glue": "lab secret", "guest": "guest"}
USERS = {"Basic " + base64.b64encode(("%s:%s" % pair).encode()).decode(): pair[0] for pair in PEOPLE.items()}


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in [*headers, ("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        user = USERS.get(self.headers.get("Authorization"))
        path, _, query = self.path.partition("?")
        folder, _, name = path.rpartition("/")
        if user is None:
            return self.answer(401, [("WWW-Authenticate", 'Basic realm="Nagios"')], b"who are you\n")
        if folder != "/nagios4/cgi-bin" or name not in os.listdir(PROGRAMS):
            return self.answer(404, [], b"no such program\n")
        env = {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "REMOTE_USER": user, "GATEWAY_INTERFACE": "CGI/1.1",
               "NAGIOS_CGI_CONFIG": FOLDER + "/cgi.cfg"}
        written = subprocess.run([PROGRAMS + "/" + name], stdout=subprocess.PIPE, env=env).stdout
        head, _, body = written.replace(b"\r\n", b"\n", 20).partition(b"\n\n")
        headers = [tuple(line.split(": ", 1)) for line in head.decode("latin-1").splitlines() if ": " in line]
        return self.answer(200, headers, body)


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
