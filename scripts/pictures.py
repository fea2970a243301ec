"""Pictures of pages, small enough to be kept in a repository: WebP, as the browser itself writes it."""

import base64
from pathlib import Path

from playwright.sync_api import Browser, Page

_ENCODE = """async ([png, quality]) => {
    const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext("2d").drawImage(picture, 0, 0);
    const webp = await canvas.convertToBlob({type: "image/webp", quality});
    return await new Promise(done => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result.split(",")[1]);
        reader.readAsDataURL(webp);
    });
}"""


class Album:
    """Keeps pictures in a folder."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.folder = folder
        self._desk = browser.new_page()

    def keep(self, png: bytes, name: str, quality: float = 0.82) -> None:
        """`name.webp` of a screenshot."""
        data = self._desk.evaluate(_ENCODE, [base64.b64encode(png).decode(), quality])
        path = self.folder / f"{name}.webp"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(data))

    def take(self, page: Page, name: str, *, scrolled: bool = False) -> None:
        """What the window shows, with nothing moving and no cursor."""
        page.evaluate("document.activeElement.blur()")
        if not scrolled:
            page.evaluate("window.scrollTo(0, 0)")
        self.keep(page.screenshot(animations="disabled"), name)
