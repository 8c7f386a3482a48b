"""The page in a real browser without a network: it draws, finds, filters and tells, and asks for nothing but
its own file.
"""

from __future__ import annotations

import json
import time

import pytest

from kg.plot.draw import plot
from tests.browser import browser, needs_browser
from tests.graphs import Said, store_of
from tests.page_tools import barriers, needs_npm
from tests.test_draw import ENTITIES, HOSTILE, HOSTILE_SAID, SAID

selenium = pytest.importorskip("selenium", reason="selenium drives the browser")
pytestmark = [pytest.mark.slow, needs_browser]


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("browser"), logs=("performance", "browser"), height=850) as driver:
        yield driver


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "graph.html"
    plot(store_of(ENTITIES, SAID), path)
    return path.as_uri()


@pytest.fixture
def opened(driver, address):
    driver.get(address)
    return driver


def all_of(driver, selector):
    return driver.find_elements("css selector", selector)


def visible(driver, selector):
    return [one for one in all_of(driver, selector) if one.get_attribute("display") != "none"]


def text(driver, selector="#panel"):
    return driver.find_element("css selector", selector).text


def untick(driver, value):
    driver.find_element("css selector", f"#filters input[value={value}]").click()


def test_it_asks_for_nothing_and_reports_no_fault(opened):
    all_of(opened, ".node")[0].click()
    time.sleep(0.3)
    messages = [json.loads(entry["message"])["message"] for entry in opened.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if url.startswith("file:")]
    assert {url.partition(":")[0] for url in asked} <= {
        "file",
        "data",
        "chrome",
        "chrome-untrusted",
    }  # these two are the empty tab that the browser opens with
    assert opened.get_log("browser") == []


def test_it_draws_the_direct_edges_at_first(opened):
    assert text(opened, "#counts") == "4 entities · 5 edges · 6 statements · 2 articles"
    assert len(visible(opened, ".node")) == 4
    assert len(visible(opened, ".edge")) == 5


def test_it_filters_by_modality_and_by_relation(opened):
    untick(opened, "possible")
    assert text(opened, "#counts").startswith("5 entities · 6 edges")
    untick(opened, "actual")
    assert text(opened, "#counts").startswith("4 entities · 2 edges · 2 statements")
    untick(opened, "meets")
    assert text(opened, "#counts").startswith("0 entities · 0 edges")
    opened.find_element("id", "all").click()
    assert text(opened, "#counts").startswith("4 entities · 2 edges")


def test_it_says_what_is_hidden(opened):
    assert text(opened, "#hidden") == "Hidden: 1 possible statement"
    untick(opened, "actual")
    assert text(opened, "#hidden").startswith("Hidden: 5 actual statements, 1 possible statement")
    untick(opened, "meets")
    assert text(opened, "#hidden").endswith(", 1 relation")


def test_typing_finds_an_actor_by_another_name(opened):
    from selenium.webdriver.common.keys import Keys

    field = opened.find_element("css selector", "#search input")
    field.send_keys("republic of")
    assert [one.text for one in all_of(opened, "#search li")] == ["South Korea\nCountry"]
    field.send_keys(Keys.ENTER)
    assert "South Korea" in text(opened, "#panel h2")
    assert "Republic of Korea" in text(opened)
    assert [node.text for node in all_of(opened, ".node.chosen")] == ["South Korea"]


def test_a_name_that_is_not_there_is_said_so(opened):
    opened.find_element("css selector", "#search input").send_keys("zzz")
    assert text(opened, "#search ul") == "Nothing of this name."


def test_an_edge_shows_its_sentences(opened):
    meets = next(
        edge
        for edge in visible(opened, ".edge")
        if "meets" in edge.find_element("css selector", "title").get_attribute("textContent")
    )
    opened.execute_script("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", meets)
    panel = text(opened)
    assert "2 statements in 2 articles" in panel
    assert [mark.text for mark in all_of(opened, "#panel mark.trigger")] == ["meet", "met"]
    assert [mark.text for mark in all_of(opened, "#panel mark.subject")] == ["South Korea", "Japan"]
    link = opened.find_element("css selector", "#panel a")
    assert (link.get_attribute("href"), link.get_attribute("rel")) == (
        "https://news.example/one",
        "noopener noreferrer",
    )
    assert "The Wire, 2025-11-03" in panel
    assert "planned" in panel


def test_the_keyboard_is_enough(opened):
    from selenium.webdriver.common.keys import Keys

    node = next(
        one for one in all_of(opened, ".node") if one.get_attribute("aria-label").startswith("South Korea")
    )
    opened.execute_script("arguments[0].focus()", node)
    opened.switch_to.active_element.send_keys(Keys.ENTER)
    assert opened.switch_to.active_element.get_attribute("id") == "panel"
    opened.switch_to.active_element.send_keys(Keys.TAB, Keys.NULL)
    opened.switch_to.active_element.send_keys(Keys.ENTER)
    assert all_of(opened, "#panel blockquote")
    opened.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert "Who does what to whom" in text(opened)


def test_a_node_can_be_dragged_and_the_drawing_moved(opened):
    from selenium.webdriver import ActionChains

    node = all_of(opened, ".node")[0]
    before, view = node.get_attribute("transform"), opened.find_element("css selector", "#drawing > g")
    ActionChains(opened).drag_and_drop_by_offset(
        node.find_element("css selector", "circle"), 40, 30
    ).perform()
    assert node.get_attribute("transform") != before
    moved = view.get_attribute("transform")
    opened.find_element("id", "in").click()
    assert view.get_attribute("transform") != moved


def test_hostile_words_stay_words(driver, tmp_path):
    plot(store_of(HOSTILE, HOSTILE_SAID), tmp_path / "g.html")
    driver.get((tmp_path / "g.html").as_uri())
    assert "</script><script>alert(1)</script>" in text(driver)
    assert all_of(driver, "img") == []


def test_around_an_entity_it_is_open_at_first(driver, tmp_path):
    plot(
        store_of(ENTITIES, [*SAID, Said("<person/ahn|Ahn> [|visits] <country/jpn|Japan>", "visits")]),
        tmp_path / "g.html",
        around="ahn",
    )
    driver.get((tmp_path / "g.html").as_uri())
    assert text(driver, "#panel h2") == "Ahn Gyu-back"
    assert driver.title == "Ahn Gyu-back and those around it"


@needs_npm
@pytest.mark.parametrize("shade", ["light", "dark"])
def test_everybody_can_read_and_use_it(opened, shade):
    features = [{"name": "prefers-color-scheme", "value": shade}]
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    assert barriers(opened) == []
    edge = visible(opened, ".edge")[0]
    opened.execute_script("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", edge)
    assert all_of(opened, "#panel blockquote")
    assert barriers(opened) == []
