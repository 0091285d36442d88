"""Chromium without a window, asked through its DevTools protocol over pipes, with Python's own library alone."""

import json
import os
import shutil
import subprocess


def find():
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


class Page:
    """The one tab of a browser. Coordinates are those of the window, in CSS pixels."""

    def __init__(self, program, folder):
        here_reads, there_writes = os.pipe()
        there_reads, here_writes = os.pipe()

        def as_descriptors_3_and_4():
            reads, writes = os.dup(there_reads), os.dup(there_writes)  # neither may be in the other's way
            os.dup2(reads, 3)
            os.dup2(writes, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             f"--user-data-dir={folder}/profile"],
            preexec_fn=as_descriptors_3_and_4, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(there_reads)
        os.close(there_writes)
        self.reads, self.writes = os.fdopen(here_reads, "rb", 0), here_writes
        self.rest, self.calls, self.session = b"", 0, None
        self.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=folder)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")

    def close(self):
        self.process.terminate()
        self.process.wait()

    def message(self):
        while b"\0" not in self.rest:
            more = self.reads.read(65536)
            if not more:
                raise RuntimeError("the browser has ended")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def call(self, method, **parameters):
        self.calls += 1
        request = {"id": self.calls, "method": method, "params": parameters}
        if self.session:
            request["sessionId"] = self.session
        os.write(self.writes, json.dumps(request).encode() + b"\0")
        while (answer := self.message()).get("id") != self.calls:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def wait_for(self, event):
        while self.message().get("method") != event:
            pass

    def open(self, address):
        self.call("Page.navigate", url=address)
        self.wait_for("Page.loadEventFired")

    def reload(self):
        self.call("Page.reload")
        self.wait_for("Page.loadEventFired")

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def value(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def mouse(self, kind, x, y, held=False):
        down = kind == "mousePressed" or held
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, buttons=int(down), clickCount=1,
                  button="none" if kind == "mouseMoved" and not held else "left")

    def click(self, x, y):
        self.mouse("mouseMoved", x, y)
        self.mouse("mousePressed", x, y)
        self.mouse("mouseReleased", x, y)

    def drag(self, from_x, from_y, to_x, to_y):
        self.mouse("mouseMoved", from_x, from_y)
        self.mouse("mousePressed", from_x, from_y)
        for i in range(1, 5):
            self.mouse("mouseMoved", from_x + (to_x - from_x) * i / 4, from_y + (to_y - from_y) * i / 4, held=True)
        self.mouse("mouseReleased", to_x, to_y)

    def key(self, key):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key)
