package dev.waggle.hardware;

import java.util.List;

/**
 * One answer of nvidia-smi.
 *
 * @param fields the names asked for, in order, as {@code --query-gpu} takes them
 * @param exitCode how it ended; 0 is well
 * @param output what it printed, complaints included
 */
record SmiReading(List<String> fields, int exitCode, String output) {}
