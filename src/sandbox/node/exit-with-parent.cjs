// Preloaded with --require: standard input is a pipe that the parent holds, so that its end is the
// parent's end, however that one ended.
process.stdin.on('end', () => process.exit(0)).resume();
process.stdin.unref?.();
