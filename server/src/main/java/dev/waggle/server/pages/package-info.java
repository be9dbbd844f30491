/** The web pages: what is shown about machines, models and workers, rendered here and readable without JavaScript. */
@NullMarked
package dev.waggle.server.pages;

import org.jspecify.annotations.NullMarked;
