// Runs the rows, one after the other, and prints a line of JSON for each.
for (const [name, row] of Object.entries(rows)) {
  let failure;
  try {
    await row();
  } catch (e) {
    failure = String(e.stack ?? e);
  }
  await admin('DELETE', '/faults');
  await admin('DELETE', '/capacity');
  console.log(JSON.stringify({ row: name, failure }));
}
process.exit(0);
