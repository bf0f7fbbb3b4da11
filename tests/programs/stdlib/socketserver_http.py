import http.server, http.client, threading, urllib.request, urllib.error, json, socketserver
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/missing": self.send_error(404); return
        body = json.dumps({"path": self.path, "ua": self.headers["X-Test"]}).encode(); self.send_response(200); self.send_header("Content-Type", "application/json"); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def do_POST(self):
        data = self.rfile.read(int(self.headers["Content-Length"])); self.send_response(201, "Made"); self.end_headers(); self.wfile.write(data.upper())
    def log_message(self, *a): pass
with http.server.ThreadingHTTPServer(("127.0.0.1", 0), H) as s:
    t = threading.Thread(target=s.serve_forever, daemon=True); t.start(); base = f"http://127.0.0.1:{s.server_port}"
    with urllib.request.urlopen(urllib.request.Request(base + "/a?b=1", headers={"X-Test": "yes"})) as r: print(r.status, r.headers["Content-Type"], json.load(r))
    c = http.client.HTTPConnection("127.0.0.1", s.server_port); c.request("POST", "/", b"hello"); r = c.getresponse(); print(r.status, r.reason, r.read(), r.getheader("nope")); c.close()
    try: urllib.request.urlopen(base + "/missing")
    except urllib.error.HTTPError as exc: print(exc.code, exc.reason); exc.close()
    s.shutdown(); t.join()
class T(socketserver.StreamRequestHandler):
    def handle(self): self.wfile.write(self.rfile.readline()[::-1])
with socketserver.TCPServer(("127.0.0.1", 0), T) as s:
    threading.Thread(target=s.handle_request).start()
    import socket
    with socket.create_connection(s.server_address) as c: c.sendall(b"abc\n"); print(c.recv(10))
try: urllib.request.urlopen("nope://x")
except urllib.error.URLError as exc: print(exc)
import http.cookies; k = http.cookies.SimpleCookie("a=1; b=2"); k["a"]["path"] = "/"; print(k["b"].value, k.output())
