package dev.waggle.hardware;

import java.util.Map;

/**
 * What Linux shows of the control groups this process is in.
 *
 * @param membership the text of /proc/self/cgroup; empty where there are no control groups
 * @param files the text of each limit file that could be read, by path
 */
record CgroupReading(String membership, Map<String, String> files) {}
