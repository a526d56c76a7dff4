"""The API of people: log in and out, accounts and roles."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(prefix="/api", tags=["people"])
