"""A wire between a browser and a site, which can be cut: what flows through it ends at once."""

import contextlib
import socket
import threading


class Wire:
    """Listens on a port of its own and passes everything on; while it is cut, nothing."""

    def __init__(self, port: int) -> None:
        self.to = ("127.0.0.1", port)
        self.whole = True
        self.ends: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Ends what is open; whoever comes is turned away."""
        self.whole = False
        for end in list(self.ends):
            self._end(end)

    def mend(self) -> None:
        """Whoever comes is passed on again."""
        self.whole = True

    def close(self) -> None:
        """For good."""
        self.cut()
        self._end(self.listener)

    def _listen(self) -> None:
        while True:
            try:
                here, _address = self.listener.accept()
            except OSError:
                return
            if not self.whole:
                self._end(here)
                continue
            there = socket.create_connection(self.to)
            self.ends |= {here, there}
            for pair in ((here, there), (there, here)):
                threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                target.sendall(data)
        except OSError:
            pass
        self._end(source)
        self._end(target)

    def _end(self, end: socket.socket) -> None:
        self.ends.discard(end)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
