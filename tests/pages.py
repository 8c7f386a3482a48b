"""Pages and feeds that tests write."""

from __future__ import annotations

LEAD = "Norwegian Prime Minister Jonas Gahr Store met German Chancellor Friedrich Merz in Oslo on Monday."
MORE = "Germany will buy six submarines from Norway, officials said after the talks in the capital."


def page(
    url: str | None = "https://daily.example.org/2025/11/03/talks",
    title: str = "Talks begin in Oslo",
    paragraphs: tuple[str, ...] = (LEAD, MORE),
) -> str:
    """A news page with all that surrounds an article on the web."""
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs[1:])
    return f"""<!DOCTYPE html><html lang="en"><head><title>{title} | The Daily</title>
    <meta property="og:title" content="{title}"><meta property="og:site_name" content="The Daily">{canonical}
    <meta property="article:published_time" content="2025-11-03T09:30:00Z"></head><body>
    <header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header>
    <main><article><h1>{title}</h1><p class="byline">By Jane Roe</p>
    <figure><img src="x.jpg"><figcaption>Ministers shake hands. Photo: Agency</figcaption></figure>
    <p>{paragraphs[0]}</p>
    <p><a href="/x">Sweden orders tanks from Finland</a></p>
    {text}
    <p>Read more: <a href="/y">France opens an embassy in Mali</a></p>
    </article></main><aside><p>Subscribe to our newsletter for the latest news.</p></aside>
    <footer><p>Copyright 2019 The Daily. All rights reserved.</p></footer></body></html>"""


def rss(*items: tuple[str, str, str], title: str = "The Feed") -> str:
    """An RSS feed of entries: title, link, description (HTML, or nothing)."""
    entries = "".join(
        f"<item><title>{name}</title><link>{link}</link>"
        f"<pubDate>Mon, 03 Nov 2025 09:30:00 GMT</pubDate>"
        f"<description><![CDATA[{text}]]></description></item>"
        for name, link, text in items
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title><link>https://f.org</link>'
        f"<description>news</description>{entries}</channel></rss>"
    )
