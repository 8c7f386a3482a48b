"""The page of `kg serve` in a real browser: search, open, filter, slide, query, follow an address, on phones;
and hostile articles stay words.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.model import Document, Entity, Event, Reading
from kg.plot import WEB
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.namespaces import DEFAULT_BASE
from kg.resources.ontology import load_ontology
from kg.serve import libraries
from kg.store.open import open_store
from tests.browser import browser, needs_browser
from tests.page_tools import barriers, needs_npm, page_tool
from tests.readings import said
from tests.served import Running, sample_store, served

selenium = pytest.importorskip("selenium", reason="selenium drives the browser")
pytestmark = needs_browser
HOSTILE = '</script><script>window.harmed=1</script><img src=x onerror="window.harmed=2">'


def hostile_reading() -> Reading:
    """An article whose every word tries to be markup."""
    text = f"{HOSTILE} attacked javascript:alert(1) in 2025."
    document = Document("evil\"'><b>", text, HOSTILE, "2025-11-01", HOSTILE, "javascript:window.harmed=3")
    subject = Entity("person/evil", "Person", HOSTILE, (f"{HOSTILE}2",))
    target = Entity(
        "group/target", "Group", "javascript:alert(1)", (), None, None, ("javascript:window.harmed=4",)
    )
    event = Event("event/evil", "Attack", (subject, target), HOSTILE, "2025-11-01", "2025-11-01", None)
    attack = said(
        document,
        text,
        "attacked",
        "attacks",
        subject=(subject, HOSTILE),
        object=(target, "javascript:alert(1)"),
        modality="actual",
        confidence=0.9,
        pattern="<i>",
        begin="2025-11-01",
        end="2025-11-01",
        event="event/evil",
    )
    return Reading(document, (attack,), (event,))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    where = sample_store(tmp_path_factory.mktemp("page") / "news.kg")
    reading = hostile_reading()
    with open_store(str(where)) as store:
        content = nquads(reading, load_ontology(), Run("en_test-1.0", "0.1.0", "abc"), DEFAULT_BASE)
        store.add([(graph_iri(reading.document.id, DEFAULT_BASE), content)])
    with served(where) as running:
        running.collected()
        yield running


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with browser(tmp_path_factory.mktemp("browser")) as driver:
        yield driver


class Page:
    """The page as somebody uses it."""

    def __init__(self, driver: Any, server: Running) -> None:
        self.driver, self.server = driver, server

    def open(self, address: str = "") -> Page:
        self.driver.get(self.server.url + address)
        return self.settled()

    def settled(self) -> Page:
        self.until(lambda: not self.all("[aria-busy], .loading"))
        return self

    def until(self, true: Callable[[], Any], seconds: float = 20) -> Any:
        deadline = time.monotonic() + seconds
        while True:
            try:
                if found := true():
                    return found
            except selenium.common.exceptions.StaleElementReferenceException:
                pass
            assert time.monotonic() < deadline, self.text("body")
            time.sleep(0.05)

    def all(self, selector: str) -> list[Any]:
        found: list[Any] = self.driver.find_elements("css selector", selector)
        return found

    def one(self, selector: str) -> Any:
        return self.until(lambda: self.all(selector))[0]

    def text(self, selector: str = "main") -> str:
        return "\n".join(one.text for one in self.all(selector))

    def click(self, selector: str, words: str = "") -> Page:
        self.until(lambda: [one for one in self.all(selector) if words in one.text])[0].click()
        return self.settled()

    @property
    def address(self) -> str:
        address: str = self.driver.current_url
        return address.removeprefix(self.server.url)


@pytest.fixture
def page(driver: Any, server: Running) -> Iterator[Page]:
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    page = Page(driver, server)
    yield page
    assert driver.execute_script("return window.harmed") is None
    # An answer that refuses a request is told in the log, too; what is wrong with the page is not.
    faults = [one for one in driver.get_log("browser") if "status of 4" not in one["message"]]
    assert faults == []


def test_somebody_is_found_and_every_line_opens_its_sentences(page: Page) -> None:
    page.open()
    assert "4 articles" in page.text(".counts").replace("\n", " ")
    field = page.one("#search input")
    field.send_keys("orban")
    page.until(lambda: "Viktor Orb" in page.text("#search li"))
    field.send_keys("\ue007")  # Enter
    page.until(lambda: page.text("h1").startswith("Viktor Orb"))
    page.settled()
    page.click(".group button.count")
    page.until(lambda: page.all("dialog[open] mark.trigger"))
    assert "met" in [mark.text for mark in page.all("dialog mark.trigger")]
    assert "confidence 0.95" in page.text("dialog")


VIEWS = [
    "",
    "?view=network",
    "?view=network&level=country",
    "?view=pair",
    "?view=pair&a=country/kor&b=country/usa",
]
VIEWS += ["?view=events", "?view=events&tab=calendar", "?view=events&tab=map", "?view=claims"]
VIEWS += ["?view=claims&tab=contradictions", "?view=articles", "?view=articles&article=scm", "?view=query"]
VIEWS += ["?view=entity&id=country/kor", "?view=entity&id=person/evil", "?view=events&relation=sanctions"]
VIEWS += ["?view=events&tab=sentences&relation=accuses"]


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 820, 1300])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_fits_every_width(page: Page, view: str, width: int) -> None:
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    page.open(view)
    assert page.all("main h1")
    assert not page.all(".fault")
    wide = page.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


@pytest.mark.slow
def test_the_address_says_all_and_goes_back(page: Page) -> None:
    page.open("?view=entity&id=country/kor")
    page.click(".group button.count")
    page.until(lambda: page.all("dialog[open] .card"))
    address = page.address
    assert "open=" in address
    page.open(address)
    page.until(lambda: page.all("dialog[open] .card"))
    page.one("dialog .close").click()
    page.until(lambda: not page.all("dialog[open]"))
    assert "open=" not in page.address
    page.driver.back()
    page.until(lambda: page.all("dialog[open] .card"))


@pytest.mark.slow
def test_filters_leave_what_fits(page: Page) -> None:
    page.open("?view=entity&id=country/kor&role=any")
    before = len(page.all(".columns .card"))
    page.click(".filters .modalities label", "actual")  # switched off
    assert "modality=planned" in page.address
    assert len(page.all(".columns .card")) < before
    page.click(".filters button", "Clear")
    assert "modality" not in page.address
    assert len(page.all(".columns .card")) == before
    page.click(".menu > summary")
    page.click(".sheet input[value=accuses]")
    assert "relation=accuses" in page.address
    assert len(page.all(".columns .card")) == 1
    field = page.one("input[data-filter=since]")
    field.send_keys("2026\ue007")
    page.until(lambda: "since=2026" in page.address)
    page.settled()
    assert "No sentence says this" in page.text()


@pytest.mark.slow
def test_time_is_chosen_by_sliding(page: Page) -> None:
    from selenium.webdriver import ActionChains

    page.open("?view=events")
    overlay = page.one(".histogram .overlay")
    ActionChains(page.driver).move_to_element(overlay).click_and_hold().move_by_offset(
        200, 0
    ).release().perform()
    page.until(lambda: "since=2025-" in page.address and "until=2025-" in page.address)


@pytest.mark.slow
def test_the_network_is_drawn_explored_and_taken_away(page: Page) -> None:
    page.open("?view=network")
    assert len(page.all(".network .node")) > 4
    for name, begin in [("SVG", b"<svg"), ("GEXF", b"<?xml"), ("CSV", b"subject,"), ("PNG", b"\x89PNG")]:
        page.click(".row button", name)
        path = Path(page.driver.downloads, f"network.{name.lower()}")
        page.until(lambda path=path: path.exists() and path.stat().st_size)
        assert path.read_bytes().startswith(begin)
    edge = next(one for one in page.all(".network .edge") if "Ukraine" in one.get_attribute("textContent"))
    page.driver.execute_script("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", edge)
    page.until(lambda: "Russia attacked Ukraine" in page.text("dialog[open]"))
    page.open("?view=network")
    node = next(
        one for one in page.all(".network .node") if one.get_attribute("aria-label").startswith("Ukraine")
    )
    page.driver.execute_script("arguments[0].focus()", node)
    page.driver.switch_to.active_element.send_keys("\ue007")
    page.until(lambda: page.text("h1") == "Ukraine")


@pytest.mark.slow
def test_a_pair_is_named_and_told(page: Page) -> None:
    page.open("?view=pair")
    for i, name in enumerate(["South Korea", "United States"]):
        field = page.all(".pickers input[type=search]")[i]
        field.send_keys(name)
        page.until(lambda name=name: name in page.text(".pickers li"))
        field.send_keys("\ue007")
        page.settled()
        page.until(lambda i=i: ("a=" if i == 0 else "b=") in page.address)
    page.until(lambda: "meets" in page.text(".tags"))
    assert "hold talks with Pete Hegseth" in page.text(".card")


@pytest.mark.slow
def test_queries_are_written_completed_and_answered(page: Page) -> None:
    from selenium.webdriver import ActionChains

    page.open("?view=query&stored=meetings")
    page.until(lambda: page.all(".results table"))
    assert "2 rows" in page.text(".results")
    page.open(
        f"?view=query&sparql={quote('SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n)')}"
    )
    page.until(lambda: page.all(".results table"))
    page.click(".results summary", "As a chart")
    assert page.all(".barchart meter")
    page.open("?view=query")
    page.until(lambda: page.all(".CodeMirror"))
    write = "document.querySelector('.CodeMirror').CodeMirror.setValue(arguments[0])"
    page.driver.execute_script(write, "SELECT nonsense")
    page.click("button.primary")
    page.until(lambda: "not SPARQL" in page.text(".fault"))
    page.driver.execute_script(write, "ASK { ?s a kg:Country }")
    page.click("button.primary")
    page.until(lambda: page.text(".truth") == "Yes")
    page.driver.execute_script(write, "")
    page.one(".CodeMirror-lines").click()
    keys = ActionChains(page.driver).send_keys("kg:acc")
    keys.key_down("\ue009").send_keys(" ").key_up("\ue009").perform()  # Ctrl-Space
    page.until(lambda: "kg:accuses" in page.text(".CodeMirror-hints"))


@pytest.mark.slow
def test_an_article_shows_what_was_read_in_it(page: Page) -> None:
    from selenium.webdriver import ActionChains

    page.open("?view=articles")
    page.click(".lines a", "Ministers to meet")
    assert page.all(".text mark.trigger")
    ActionChains(page.driver).move_to_element(page.one(".text mark.trigger")).perform()
    page.until(lambda: "Ahn Gyu-back meets Pete Hegseth (planned, 0.93)" in page.text("#tip"))
    assert page.all(".beside.lit")


def test_words_of_articles_are_never_markup(page: Page) -> None:
    page.open(f"?view=articles&article={quote(hostile_reading().document.id)}")
    assert page.text("h1") == HOSTILE
    assert HOSTILE in page.text(".text")
    assert not page.all("main img, main script, main [onerror]")
    assert not [one for one in page.all("main a") if one.get_attribute("href").startswith("javascript")]
    page.open("?view=entity&id=person/evil")
    assert HOSTILE in page.text("h1")
    assert not [one for one in page.all("main a") if one.get_attribute("href").startswith("javascript")]
    page.open("?view=network&id=person/evil")
    assert page.all(".network .node")
    page.open("?view=events")
    field = page.one("#search input")
    field.send_keys("</script>")
    page.until(lambda: HOSTILE in page.text("#search li"))
    page.open(f"?view=entity&id={quote(HOSTILE)}&open={quote('entity=' + HOSTILE)}&title={quote(HOSTILE)}")
    assert HOSTILE in page.text("main .fault")
    page.open(f"?view=query&sparql={quote('SELECT ?x { VALUES ?x { <javascript:window.harmed=5> } }')}")
    page.until(lambda: page.all(".results td"))
    assert not page.all(".results td a")


def test_nothing_is_asked_of_anybody_else(page: Page) -> None:
    page.open()
    for view in ("?view=query", "?view=events&tab=map", "?view=network"):
        page.open(view)
        asked = page.driver.execute_script(
            "return performance.getEntriesByType('resource').map((one) => one.name)"
        )
        assert asked
        assert all(one.startswith(page.server.url) for one in asked)


@pytest.mark.slow
@needs_npm
@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize("view", [*VIEWS, "?view=entity&id=country/kor&open=entity%3Dcountry%2Fkor&title=x"])
def test_everybody_can_read_and_use_every_view(page: Page, view: str, shade: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": shade}]
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    page.open(view)
    assert barriers(page.driver) == []


@pytest.mark.slow
def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page) -> None:
    page.open("?view=events")
    page.driver.execute_script("document.activeElement.blur()")
    reached = []
    for _ in range(200):
        page.driver.switch_to.active_element.send_keys("\ue004")  # Tab
        one = page.driver.switch_to.active_element
        if one.tag_name == "body" or one in reached:
            break
        reached.append(one)
        seen = page.driver.execute_script(
            "const style = getComputedStyle(arguments[0]); return style.outlineStyle !== 'none' "
            "&& parseFloat(style.outlineWidth) >= 2",
            one,
        )
        assert seen, one.get_attribute("outerHTML")
    controls = page.driver.execute_script(
        "return [...document.querySelectorAll('a[href], button, input, select, summary')]"
        ".filter((one) => one.checkVisibility() && !one.disabled)"
    )
    assert len(controls) > 20
    assert [one for one in controls if one not in reached] == []


@pytest.mark.slow
@needs_npm
def test_the_modules_have_the_types_that_they_say() -> None:
    for folder in (libraries.PAGE, WEB):
        command = ["node", page_tool("typescript/bin/tsc"), "-p", folder / "jsconfig.json"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.stdout == ""
        assert done.returncode == 0
