"""A mailbox on loopback, over TLS: the edge of the network, as much IMAP as picking up needs."""

import re
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(folder: Path) -> Path:
    """A key and a certificate that it signed itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "mailbox.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


class Mailbox:
    """One mailbox of one person; `seen` are the numbers of mails that were marked."""

    def __init__(self, mails: list[bytes], pem: Path) -> None:
        self.mails = mails
        self.seen: set[int] = set()
        self.logins: list[str] = []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(pem)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.door.close()

    def _serve(self) -> None:
        while True:
            try:
                plain, _address = self.door.accept()
                with self.context.wrap_socket(plain, server_side=True) as line:
                    self._speak(line)
            except ssl.SSLError:
                continue
            except OSError:
                return

    def _speak(self, line: ssl.SSLSocket) -> None:
        reader = line.makefile("rb")
        line.sendall(b"* OK ready\r\n")
        for asked in reader:
            tag, _space, command = asked.strip().partition(b" ")
            for answer in self._answers(command):
                line.sendall(answer + b"\r\n")
            line.sendall(tag + b" OK done\r\n")
            if command.upper() == b"LOGOUT":
                return

    def _answers(self, command: bytes) -> list[bytes]:
        word = command.split()[0].upper()
        number = int((re.findall(rb" (\d+) ", command) or [b"0"])[0])
        if word == b"CAPABILITY":
            return [b"* CAPABILITY IMAP4rev1"]
        if word == b"LOGIN":
            self.logins.append(command.decode())
        if word == b"SELECT":
            return [f"* {len(self.mails)} EXISTS".encode()]
        if word == b"SEARCH":
            unseen = [str(n) for n, _mail in enumerate(self.mails, 1) if n not in self.seen]
            return [f"* SEARCH {' '.join(unseen)}".encode()]
        if word == b"FETCH":
            mail = self.mails[number - 1]
            head = f"* {number} FETCH (BODY[]<0> {{{len(mail)}}}".encode()
            return [head + b"\r\n" + mail + b")"]
        if word == b"STORE":
            self.seen.add(number)
        return [b"* BYE"] if word == b"LOGOUT" else []
