@NullMarked
package dev.waggle.models;

import org.jspecify.annotations.NullMarked;
