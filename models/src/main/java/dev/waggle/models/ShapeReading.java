package dev.waggle.models;

/** A model's shape, or why the file doesn't tell it. */
public sealed interface ShapeReading {
    /** The file tells its shape. */
    record Known(ModelShape shape) implements ShapeReading {}

    /** The file lacks an essential key, as files do that are no language models (projectors, adapters). */
    record Unknown(String why) implements ShapeReading {}
}
