# Line coverage of the four rooms from a Cobertura file: first what no test runs, file by file, then one line for each room.
# A line counts once, and is covered if any part of it runs. Sources that the compiler writes itself do not count.
/<source>/ { root = $0; gsub(/.*<source>|<\/source>.*/, "", root) }

/<class / {
  file = $0
  sub(/.*filename="/, "", file)
  sub(/".*/, "", file)
  file = root file
  if (!sub(/.*\/src\//, "src/", file) || file ~ /\/obj\//) file = ""
  room = ""
  if (file ~ /^src\/(Numerics|Measures|Transforms)\//) { split(file, part, "/"); room = part[2] }
  if (file ~ /^src\/Networks\/MeanField\//) room = "Networks/MeanField"
}

/<line / && room != "" {
  number = hits = $0
  sub(/.* number="/, "", number); sub(/".*/, "", number)
  sub(/.* hits="/, "", hits); sub(/".*/, "", hits)
  key = file SUBSEP number
  if (!(key in seen)) { seen[key] = 0; lines[room]++; roomOf[file] = room; of[file] = of[file] " " number }
  if (hits > 0 && !seen[key]) { seen[key] = 1; covered[room]++ }
}

END {
  for (file in of) {
    n = split(of[file], numbers, " ")
    missed = ""
    for (i = 1; i <= n; i++) if (!seen[file SUBSEP numbers[i]]) missed = missed " " numbers[i]
    if (missed != "") print file ":" missed | "sort"
  }
  close("sort")
  for (room in lines) printf "%-20s %5d of %5d lines  %5.1f %%\n", room, covered[room], lines[room], 100 * covered[room] / lines[room] | "sort"
}
