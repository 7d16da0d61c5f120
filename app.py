"""The launcher of On Record: ``streamlit run app.py`` serves pages/shell.py, with the language model loaded first."""

import asyncio
import base64
import hashlib
import importlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response

from analysis.pipeline import language


def content_policy() -> str:
    """Return the policy that keeps a browser to this server; the inline scripts of Streamlit's own page are named."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    own = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'self'; script-src 'self' blob: 'wasm-unsafe-eval' {own}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss: data: blob:; "
        "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
    )


class SecurityHeaders(BaseHTTPMiddleware):
    """Sends with every answer what a browser may do with it."""

    policy = content_policy()

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        """Return the answer with the headers added."""
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = self.policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def load() -> None:
    """Load what the first page would wait for: the language model, and the library that draws charts."""
    language.load(language.model_name())
    importlib.import_module("analysis.views.charts")


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[None]:
    """Load what takes long before the first visitor comes."""
    await asyncio.to_thread(load)
    yield


app = st.App("pages/shell.py", lifespan=warm, middleware=[Middleware(SecurityHeaders)])
