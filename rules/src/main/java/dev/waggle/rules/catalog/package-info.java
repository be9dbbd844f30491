/** The catalog: engines, workers, models, machines, devices and policy as data files say them, checked when they are read. */
@NullMarked
package dev.waggle.rules.catalog;

import org.jspecify.annotations.NullMarked;
