// Lighthouse on each address given, in one Chromium; prints {address: {category: score}} with what keeps a score below 1.
// Usage: CHROME_PATH=… node lighthouse.mjs ADDRESS…
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const chrome = await launch({ chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"], maxConnectionRetries: 240 });
const told = {};
for (const address of process.argv.slice(2)) {
  const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "silent" });
  told[address] = Object.values(lhr.categories).map(category => ({
    category: category.id,
    score: category.score,
    faults: category.auditRefs
      .filter(one => one.weight > 0 && lhr.audits[one.id].score !== null && lhr.audits[one.id].score < 1)
      .map(one => `${one.id}: ${lhr.audits[one.id].title} ${lhr.audits[one.id].displayValue ?? ""}`),
  }));
}
await chrome.kill();
console.log(JSON.stringify(told));
