// report.mjs FILE [SHOTS]: opens a report in Chromium and fails when axe-core finds a violation, when it fetches anything, when something
// does not fit a screen 320 pixels wide, or when it says something else there than on a desk. SHOTS: folder for pictures of both.
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {chromium} from 'playwright-core';

const [file, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const page_url = pathToFileURL(resolve(file)).href;
const failures = [];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

async function open(width, height) {
  const page = await browser.newPage({viewport: {width, height}});
  page.on('request', request => {
    if (request.url() !== page_url) failures.push(`${width}px: the report asks for ${request.url()}`);
  });
  page.on('console', message => failures.push(`${width}px: the console says: ${message.text()}`));
  await page.goto(page_url);
  return page;
}

// Contrast takes nearly all the time and the colours are the same at every width: it is asked once.
async function check_axe(page, width, contrast) {
  await page.evaluate(axe);
  const result = await page.evaluate(enabled => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: {'color-contrast': {enabled}},
  }), contrast);
  for (const violation of result.violations)
    for (const node of violation.nodes)
      failures.push(`${width}px: axe: ${violation.id}: ${violation.help}: ${node.html.slice(0, 160)}`);
  if (result.passes.length < 10) failures.push(`${width}px: axe ran only ${result.passes.length} rules: is the page empty?`);
  return result;
}

// Anything wider than the screen. Regions that scroll are for tables wider than those of the example: none of these may hide a column.
async function check_width(page, width) {
  const wide = await page.evaluate(limit => {
    const found = [];
    if (document.documentElement.scrollWidth > limit) found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
    for (const region of document.querySelectorAll('.scroll'))
      if (region.scrollWidth > region.clientWidth + 1)
        found.push(`"${region.querySelector('caption').textContent}" scrolls sideways`);
    for (const element of document.querySelectorAll('main *, header *, nav *, footer *')) {
      const box = element.getBoundingClientRect();
      if (box.width > 1 && box.right > limit + 1 && !element.closest('.scroll'))
        found.push(`${element.tagName} "${element.textContent.slice(0, 60)}" ends at ${Math.round(box.right)}`);
    }
    return found;
  }, width);
  failures.push(...wide.map(what => `${width}px: ${what}`));
}

// Headings without a jump in level, one h1, ids that exist once, and links within the page that lead somewhere.
async function check_structure(page) {
  const wrong = await page.evaluate(() => {
    const found = [];
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => [Number(h.tagName[1]), h.textContent]);
    levels.slice(1).forEach(([level, text], i) => {
      if (level > levels[i][0] + 1) found.push(`heading "${text}" jumps from level ${levels[i][0]} to ${level}`);
    });
    if (levels.filter(([level]) => level === 1).length !== 1) found.push('there is not exactly one h1');
    const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
    for (const id of ids) if (ids.filter(other => other === id).length > 1) found.push(`the id ${id} stands twice`);
    for (const link of document.querySelectorAll('a[href^="#"]'))
      if (!document.getElementById(link.getAttribute('href').slice(1))) found.push(`${link.href} leads nowhere`);
    for (const table of document.querySelectorAll('table'))
      if (!table.caption || !table.querySelector('th[scope=col]') || !table.querySelector('th[scope=row]'))
        found.push(`the table "${table.caption?.textContent}" has no caption or no row or column headers`);
    if (document.documentElement.lang !== 'en-GB') found.push('the language is not en-GB');
    if (document.querySelector('script, img, link, iframe, object')) found.push('it is not self-contained');
    return found;
  });
  failures.push(...wrong);
}

// Every text of a cell is on the narrow screen as well: shown, or for headings said by the label of each cell.
async function check_nothing_lost(page) {
  const lost = await page.evaluate(() => {
    const found = [];
    for (const cell of document.querySelectorAll('tbody td, tbody th'))
      if (cell.textContent !== '' && cell.getBoundingClientRect().height < 5) found.push(cell.textContent);
    for (const cell of document.querySelectorAll('tbody td'))
      if (!cell.dataset.label) found.push(`a cell without label: ${cell.textContent}`);
    return found;
  });
  failures.push(...lost.map(text => `320px: not to be seen: ${text}`));
}

// The first Tab reaches the skip link, and it can be seen.
async function check_skip_link(page) {
  await page.keyboard.press('Tab');
  const seen = await page.evaluate(() => {
    const link = document.activeElement;
    const box = link.getBoundingClientRect();
    return link.className === 'skip' && box.top >= 0 && box.height > 20;
  });
  if (!seen) failures.push('the first Tab does not show the skip link');
}

async function finish(result) {
  await browser.close();
  for (const failure of failures.slice(0, 40)) console.error(failure);
  if (result)
    console.log(`axe-core ${result.testEngine.version}: ${result.passes.length} rules passed, ${result.violations.length} violated, ` +
      `${result.incomplete.length} undecided; ${failures.length} failures`);
  process.exit(failures.length === 0 ? 0 : 1);
}

const desk = await open(1280, 900);
await check_structure(desk);
if (failures.length > 0) await finish(null);
const result = await check_axe(desk, 1280, true);
await check_width(desk, 1280);
await check_skip_link(desk);
for (const width of [768, 1000, 1100, 1200]) await check_width(await open(width, 900), width);
const phone = await open(320, 640);
await check_axe(phone, 320, false);
await check_width(phone, 320);
await check_nothing_lost(phone);
if (shots) {
  await desk.screenshot({path: `${shots}/desk.png`, fullPage: true});
  await phone.screenshot({path: `${shots}/phone.png`, fullPage: true});
}
await finish(result);
