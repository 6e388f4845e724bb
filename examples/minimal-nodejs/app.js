const http = require("node:http");
const ms = require("ms");

const started = Date.now();

http
  .createServer((request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(
      JSON.stringify({
        message: "Hello from kata and Node.js",
        up: ms(Date.now() - started),
      }) + "\n",
    );
  })
  .listen(Number(process.env.PORT), "0.0.0.0");

// Docker sends SIGTERM, and a process with number 1 has no default for it.
process.on("SIGTERM", () => process.exit(0));
