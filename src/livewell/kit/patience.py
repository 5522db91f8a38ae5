"""How long the server waits for a caller: for the head of a request, for an answer to be taken, and in between."""

import asyncio
from typing import Any

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

PATIENCE = 10.0
"""Seconds for the whole head of a request, and between two signs of life of somebody who is being answered."""

KEPT_OPEN = 15
"""Seconds that a connection stays open after an answer, for the next request."""

# Our own heads are under 2 kB; nginx takes 32 kB by default (large_client_header_buffers).
LONGEST_HEAD = 32 * 1024


class PatientProtocol(HttpToolsProtocol):
    """
    Uvicorn's connection with an end to its patience: by itself it waits for ever and reads heads of any length.

    The head of a request must be whole within `patience` seconds of its first byte, or of the connection's first
    moment: else 408 and the line is closed. A head that is too long gets 431. Whoever takes not one byte of an answer
    for that long is cut off. How slowly a body may come is the edge's own deadline.
    """

    patience = PATIENCE

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._listening: asyncio.TimerHandle | None = None
        self._sending: asyncio.TimerHandle | None = None
        self._head: int | None = None  # How many bytes of a head have come, or None between heads.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._listen()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop every clock."""
        self._hush()
        self._stop_watching()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on. Between requests the first byte starts the clock; only a whole head stops it."""
        if self._listening is None and (self.cycle is None or self.cycle.response_complete):
            self._listen()
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self._refuse(431)

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._head = 0

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._hush()
        self._head = None
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """The answer is written; it may still be on its way."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """More is written than the caller takes: see that they take something."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """They took it."""
        self._stop_watching()
        super().resume_writing()

    # ── the head of a request ──

    def _listen(self) -> None:
        self._listening = self.loop.call_later(self.patience, self._too_slow)

    def _hush(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            self._listening = None

    def _too_slow(self) -> None:
        self._listening = None
        if self._head is None:
            self.transport.close()  # Nothing was asked: browsers open lines that they may never use.
        else:
            self._refuse(408)

    def _refuse(self, status: int) -> None:
        self._hush()
        self._head = None
        if not self.transport.is_closing():
            self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
            self.transport.close()

    # ── the answer ──

    def _watch(self) -> None:
        self._stop_watching()
        left = self.transport.get_write_buffer_size()
        if left:
            self._sending = self.loop.call_later(self.patience, self._is_it_taken, left)

    def _stop_watching(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None

    def _is_it_taken(self, before: int) -> None:
        self._sending = None
        if self.transport.get_write_buffer_size() < before:
            self._watch()
        else:
            self.transport.abort()


def patient_for(seconds: float) -> type[PatientProtocol]:
    """The same connection with another patience, in seconds."""
    return type("PatientProtocol", (PatientProtocol,), {"patience": seconds})
