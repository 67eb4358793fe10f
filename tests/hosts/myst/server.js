// The theme's server: MyST asks it for pages while it builds, and keeps the answers as files.

import { createServer } from "node:http";

const { CONTENT_CDN_PORT, PORT } = process.env;

createServer(async (request, response) => {
  const path = new URL(request.url, "http://theme").pathname.replace(/^\/$/, "/index").replace(/\.json$/, "");
  const content = await fetch(`http://localhost:${CONTENT_CDN_PORT}/content${path}.json`);
  if (!content.ok || request.url.endsWith(".json")) return response.end(content.ok ? await content.text() : "");
  response.setHeader("content-type", "text/html");
  response.end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notes</title><link rel="icon" href="data:,"></head><body><main></main>
    <script id="content" type="application/json">${(await content.text()).replaceAll("<", "\\u003c")}</script><script type="module" src="/theme.js"></script></body></html>`);
}).listen(PORT, () => console.log(`http://localhost:${PORT}`));
