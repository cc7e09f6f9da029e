/** Where the programs and kernels that rrq needs are found, and how they are had. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.provision;
