// A writer that flushes the disk without pause, beside a measurement: a worker thread, given the file to write.
import { openSync, writeSync, fsyncSync } from "node:fs";
import { workerData } from "node:worker_threads";

const file = openSync(workerData, "w");
const block = Buffer.alloc(64 * 1024, 1);
for (;;) {
  writeSync(file, block, 0, block.length, 0);
  fsyncSync(file);
}
