package dev.waggle.server.pages;

/**
 * What every page has around its content.
 *
 * @param title of the window
 * @param assets where style sheets and scripts are
 * @param signedIn whether the reader is the user of this machine
 * @param ruleSet short hash of the rules
 * @param catalog short hash of the data
 */
record Page(String title, Assets assets, boolean signedIn, String ruleSet, String catalog) {}
