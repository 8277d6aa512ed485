"""Make the pictures of the guides from a running demonstration site, so that they can be redone.

    ./bina serve --demo                     in one window
    python tools/pictures.py                in another; writes docs/pictures/*.png

Phone roles at 360 px, desks at 1280 px. Every picture is reduced to a palette; above 120 KB is an
error: make it shorter. Nothing on the site is changed.
"""

import argparse
import base64
import shutil
import struct
import subprocess
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES = 120_000
COLOURS = 96
PHONE, DESK = 360, 1280
HEIGHT = {PHONE: 760, DESK: 800}

PIXELS = """async (png) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const bytes = canvas.getImageData(0, 0, image.width, image.height).data;
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return [image.width, image.height, btoa(text)];
}"""


@dataclass(frozen=True)
class Picture:
    """One picture: who looks, where (a path, or the text of links to follow from it), how wide."""

    name: str
    who: str
    path: str
    width: int
    links: tuple[str, ...] = ()  # followed one after the other
    opened: str = ""  # text of a fold to open
    height: int = 0  # 0: the usual one of the width


PICTURES = (
    Picture("masuk", "", "/akun/masuk/", PHONE),
    Picture("rapor", "ani", "/rapor/", PHONE, height=1500),
    Picture("rapor-alasan", "ani", "/rapor/", PHONE, opened="Mengapa saya?", height=900),
    Picture("menilai-diri", "ani", "/ukur/", PHONE, ("Mulai menilai diri",), height=1000),
    Picture("unit", "budi", "/unit/", PHONE, height=1300),
    Picture("unit-kesenjangan", "budi", "/ukur/", PHONE),
    Picture("petugas-unit", "officer", "/unit/", PHONE, height=1100),
    Picture("aktivasi", "officer", "/pegawai/aktivasi/", DESK),
    Picture("meja", "citra", "/meja/", DESK, height=1000),
    Picture("unggah", "citra", "/unggah/", DESK, height=900),
    Picture("pratinjau", "citra", "/unggah/", DESK, ("data-utama-siasn.xlsx",), height=1100),
    Picture("kesenjangan", "citra", "/kesenjangan/", DESK, height=1000),
    Picture("skm", "citra", "/layanan/skm/", DESK, height=900),
    Picture("katalog", "citra", "/katalog/", DESK, height=900),
    Picture("rencana-baru", "citra", "/rencana/baru/", DESK, height=1000),
    Picture("rencana", "citra", "/rencana/", DESK, ("Rencana 2027",), height=1100),
    Picture("rencana-kepala", "hr_head", "/rencana/", DESK, height=600),
    Picture("usulan", "citra", "/usulan/daftar/", DESK, height=900),
    Picture("perubahan-rencana", "citra", "/rencana/", DESK, ("perubahan 1",), height=1100),
    Picture("realisasi", "citra", "/realisasi/", DESK, height=1000),
    Picture("serah-terima", "citra", "/serah-terima/", DESK, height=900),
    Picture("kota", "mayor", "/kota/", PHONE, height=1600),
    Picture("kota-lebar", "mayor", "/kota/", DESK, height=1000),
)


def log_ins() -> dict[str, tuple[str, str]]:
    """Name of the cast → user name and password, from the demonstration itself."""
    said = subprocess.run(
        [sys.executable, "-m", "bina", "demo", "--log-ins"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    rows = [line.split("\t") for line in said.splitlines() if line.count("\t") == 2]
    return {who: (user, password) for who, user, password in rows}


def take(browser: Browser, site: str, picture: Picture, users: dict[str, tuple[str, str]]) -> bytes:
    """Sign in, go there, and return the picture as PNG."""
    size = {"width": picture.width, "height": picture.height or HEIGHT[picture.width]}
    context = browser.new_context(
        base_url=site, viewport=size, locale="id-ID", color_scheme="light"
    )
    page = context.new_page()
    if picture.who:
        sign_in(page, *users[picture.who])
    page.goto(picture.path)
    for link in picture.links:
        page.get_by_role("link", name=link).first.click()
    if picture.opened:
        fold = page.get_by_text(picture.opened).first
        fold.click()
        fold.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    shot = page.screenshot()
    context.close()
    return shot


def sign_in(page: Page, user: str, password: str) -> None:
    """Through the log-in page, as anybody."""
    page.goto("/akun/masuk/")
    page.get_by_label("NIP atau nama pengguna").fill(user)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(lambda url: "/akun/masuk/" not in url)


def reduced(browser: Browser, shot: bytes) -> bytes:
    """The same picture with the COLOURS most frequent colours; others become the nearest."""
    page = browser.new_page()
    width, height, text = page.evaluate(PIXELS, base64.b64encode(shot).decode())
    page.close()
    pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)
    keys = pixels @ np.array([1 << 16, 1 << 8, 1], np.int32)
    colours, where, counts = np.unique(keys, return_inverse=True, return_counts=True)
    kept = np.argsort(-counts, kind="stable")[:COLOURS]
    rgb = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    distance = ((rgb[:, None, :] - rgb[None, kept, :]) ** 2).sum(axis=2)
    nearest = distance.argmin(axis=1).astype(np.uint8)
    return palette_png(width, height, rgb[kept].astype(np.uint8), nearest[where])


def palette_png(
    width: int, height: int, palette: NDArray[np.uint8], indices: NDArray[np.uint8]
) -> bytes:
    """A PNG with one byte a pixel, rows unfiltered (best for flat colours)."""
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = indices.reshape(height, width)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", head),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def main() -> int:
    """Take all pictures, or those named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help="only these; default: all")
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    asked = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is not installed; on Debian: apt install chromium", file=sys.stderr)
        return 2
    users, too_large = log_ins(), []
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in PICTURES:
            if asked.names and picture.name not in asked.names:
                continue
            body = reduced(browser, take(browser, asked.site, picture, users))
            (FOLDER / f"{picture.name}.png").write_bytes(body)
            print(f"{picture.name}.png {len(body) // 1000} KB")
            too_large += [picture.name] if len(body) > MOST_BYTES else []
        browser.close()
    if too_large:
        print(f"larger than {MOST_BYTES} bytes: {', '.join(too_large)}", file=sys.stderr)
    return bool(too_large)


if __name__ == "__main__":
    sys.exit(main())
