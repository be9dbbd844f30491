@NullMarked
package dev.waggle.server.pages;

import org.jspecify.annotations.NullMarked;
