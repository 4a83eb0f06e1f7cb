"""A letter box for the tests: aiosmtpd speaks SMTP, this says yes or no and keeps what came.

It knows three addresses by name (gone, busy, picky) and one sender it does not like; everybody else has a mailbox.
"""

import base64
import os
import pathlib
import sys
import threading

from aiosmtpd.smtp import AuthResult


def end_with_the_test():
    """The standard input closes when the test ends, however it ends."""
    sys.stdin.read()
    os._exit(0)


class Letterbox:
    def __init__(self, place):
        self.place = pathlib.Path(place)

    @classmethod
    def from_cli(cls, parser, *args):
        threading.Thread(target=end_with_the_test, daemon=True).start()
        return cls(args[0])

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("stranger@"):
            return "550 5.7.1 you may not send from here"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("busy@"):
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("picky@"):
            return "554 5.6.0 we do not take this text"
        number = len(list(self.place.iterdir())) + 1
        head = f"MAIL {envelope.mail_from}\nRCPT {envelope.rcpt_tos}\nTLS {server.transport.get_extra_info('ssl_object') is not None}\nAUTH {bool(session.authenticated)}\n\n"
        (self.place / f"{number}").write_bytes(head.encode() + envelope.original_content)
        return f"250 2.0.0 kept as {number}"

    async def auth_PLAIN(self, server, args):
        return AuthResult(success=base64.b64decode(args[1]) == b"\0desk\0open sesame", handled=False)
