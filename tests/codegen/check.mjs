// Asks the compiled guards: a line {"guard": name, "json": text} in, a line true or false out.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const module = await import(pathToFileURL(process.argv[2]).href);
for await (const line of createInterface({ input: process.stdin })) {
  const { guard, json } = JSON.parse(line);
  process.stdout.write(`${module[guard](JSON.parse(json))}\n`);
}
