package dev.rrq.planner.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Something that holds one value at a time, such as what a pointer points to: pieces without gaps,
 * in order of time, each with the value that held during it.
 *
 * @param pieces at least one
 */
public record Timeline<T>(List<Piece<T>> pieces) {

  /** A value and when it held. */
  public record Piece<T>(Interval when, T value) {}

  public Timeline {
    pieces = List.copyOf(pieces);
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException("a timeline without pieces");
    }
  }

  /** A value that holds for a whole span. */
  public static <T> Timeline<T> constant(Interval when, T value) {
    return new Timeline<>(List.of(new Piece<>(when, value)));
  }

  /** The span that it tells of. */
  public Interval span() {
    return new Interval(first().when().from(), pieces.get(pieces.size() - 1).when().to());
  }

  /** The earliest piece. */
  public Piece<T> first() {
    return pieces.get(0);
  }

  /** Whether one value holds all the time. */
  public boolean isConstant() {
    return pieces.size() == 1;
  }

  /** The value that holds at an icount of the span. */
  public T at(long t) {
    for (Piece<T> piece : pieces) {
      if (piece.when().contains(t)) {
        return piece.value();
      }
    }
    throw new IllegalArgumentException("no value at " + t);
  }

  /** What it says of a part of its span. */
  public Timeline<T> during(Interval when) {
    Builder<T> builder = new Builder<>();
    pieces.forEach(piece -> builder.add(piece.when().intersect(when), piece.value()));
    return builder.build();
  }

  /** The same with each value turned into another; neighbours that become equal become one. */
  public <U> Timeline<U> map(Function<? super T, ? extends U> function) {
    Builder<U> builder = new Builder<>();
    for (Piece<T> piece : pieces) {
      builder.add(piece.when(), function.apply(piece.value()));
    }
    return builder.build();
  }

  /** The same with each piece turned into a timeline of its own, of exactly the same span. */
  public <U> Timeline<U> flatMap(BiFunction<? super T, Interval, Timeline<U>> function) {
    Builder<U> builder = new Builder<>();
    for (Piece<T> piece : pieces) {
      for (Piece<U> inner : function.apply(piece.value(), piece.when()).pieces()) {
        builder.add(inner.when(), inner.value());
      }
    }
    return builder.build();
  }

  /** Puts pieces together, in order of time. */
  public static final class Builder<T> {
    private final List<Piece<T>> pieces = new ArrayList<>();

    /** Adds what holds next; a piece with the value of the one before it makes that one longer. */
    public Builder<T> add(Interval when, T value) {
      if (when.isEmpty()) {
        return this;
      }
      int last = pieces.size() - 1;
      if (last >= 0 && pieces.get(last).value().equals(value)) {
        pieces.set(
            last, new Piece<>(new Interval(pieces.get(last).when().from(), when.to()), value));
      } else {
        pieces.add(new Piece<>(when, value));
      }
      return this;
    }

    /** The timeline. */
    public Timeline<T> build() {
      return new Timeline<>(pieces);
    }
  }
}
