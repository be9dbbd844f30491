package dev.waggle.server.pages;

/**
 * A line of a comparison.
 *
 * @param css class that colours it: added, removed, same or gap
 * @param mark +, − or a blank
 * @param before its number in the text before, or ""
 * @param after its number in the text after, or ""
 * @param text the line
 */
record DiffLine(String css, String mark, String before, String after, String text) {}
