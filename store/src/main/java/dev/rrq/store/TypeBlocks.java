package dev.rrq.store;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads types, {@value #BLOCK} neighbours at a time: one query costs about as much for a block as
 * for one type, and the types that refer to each other tend to be neighbours.
 */
final class TypeBlocks {

  private static final int BLOCK = 512;

  private final Lookups lookups;
  private final Int2ObjectOpenHashMap<TypeRow> types = new Int2ObjectOpenHashMap<>();
  private final IntOpenHashSet loaded = new IntOpenHashSet();

  TypeBlocks(Lookups lookups) {
    this.lookups = lookups;
  }

  synchronized TypeRow type(int id) {
    int block = Math.floorDiv(id, BLOCK);
    if (loaded.add(block)) {
      load(block * BLOCK);
    }
    TypeRow type = types.get(id);
    if (type == null) {
      throw new IllegalArgumentException("there is no type " + id);
    }
    return type;
  }

  private void load(int from) {
    Map<Integer, List<TypeRow.Member>> members = new HashMap<>();
    Map<Integer, List<TypeRow.Enumerator>> enumerators = new HashMap<>();
    Map<Integer, List<TypeRow.Parameter>> parameters = new HashMap<>();
    int to = from + BLOCK - 1;
    lookups.list(
        "SELECT composite, name, type, bit_offset, bit_size FROM members"
            + " WHERE composite BETWEEN ? AND ? ORDER BY composite, ordinal",
        r ->
            put(
                members,
                r.getInt(1),
                new TypeRow.Member(r.getString(2), r.getInt(3), r.getLong(4), r.getInt(5))),
        from,
        to);
    lookups.list(
        "SELECT enumeration, name, value FROM enumerators"
            + " WHERE enumeration BETWEEN ? AND ? ORDER BY enumeration, ordinal",
        r -> put(enumerators, r.getInt(1), new TypeRow.Enumerator(r.getString(2), r.getLong(3))),
        from,
        to);
    lookups.list(
        "SELECT prototype, name, type FROM prototype_parameters"
            + " WHERE prototype BETWEEN ? AND ? ORDER BY prototype, ordinal",
        r -> put(parameters, r.getInt(1), new TypeRow.Parameter(r.getString(2), r.getInt(3))),
        from,
        to);
    List<TypeRow> rows =
        lookups.list(
            "SELECT id, kind, name, size, target, count, attribute FROM types"
                + " WHERE id BETWEEN ? AND ?",
            r ->
                new TypeRow(
                    r.getInt(1),
                    r.getString(2),
                    r.getString(3),
                    r.getLong(4),
                    r.getInt(5),
                    r.getLong(6),
                    r.getString(7),
                    members.getOrDefault(r.getInt(1), List.of()),
                    enumerators.getOrDefault(r.getInt(1), List.of()),
                    parameters.getOrDefault(r.getInt(1), List.of())),
            from,
            to);
    for (TypeRow row : rows) {
      types.put(row.id(), row);
    }
  }

  private static <T> boolean put(Map<Integer, List<T>> parts, int owner, T part) {
    return parts.computeIfAbsent(owner, o -> new ArrayList<>()).add(part);
  }
}
