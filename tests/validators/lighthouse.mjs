// Runs Lighthouse on each address in one Chromium; prints {address: [{category, score, faults}]} as JSON.
// Usage: CHROME_PATH=… node lighthouse.mjs ADDRESS…
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const chrome = await launch({ chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"], maxConnectionRetries: 240 });
const results = {};
for (const address of process.argv.slice(2)) {
  const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "silent" });
  results[address] = Object.values(lhr.categories).map(category => ({
    category: category.id,
    score: category.score,
    faults: category.auditRefs
      .filter(audit => audit.weight > 0 && lhr.audits[audit.id].score !== null && lhr.audits[audit.id].score < 1)
      .map(audit => `${audit.id}: ${lhr.audits[audit.id].title} ${lhr.audits[audit.id].displayValue ?? ""}`),
  }));
}
await chrome.kill();
console.log(JSON.stringify(results));
