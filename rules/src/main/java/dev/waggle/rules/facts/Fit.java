package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

@Means(
        value = "what one device would have to hold in one placement",
        from = "computed: the engine's memory arithmetic over the file's tensors")
public record Fit(
        int target,
        int rung,

        @Means(value = "where the model would be put", words = Words.PLACEMENTS) @Nullable
        String placement,

        @Means("the device it is about; host is the machine's RAM") @Nullable
        String device,

        @Means("all that the device would hold") @Nullable Long residentBytes,

        @Means("the weights that the device would hold") @Nullable
        Long weightsBytes,

        @Means("the key-value cache that the device would hold") @Nullable
        Long kvBytes,

        @Means(
                value = "what programs can have of the device at all",
                from = "the machine's memory less what `policy.yaml` reserves")
        @Nullable
        Long capacityBytes,

        @Means(value = "what is free on the device now", from = "detected, or the machine's file") @Nullable
        Long freeBytes,

        @Means(
                value = "what would be left of the device's capacity; negative where it does not fit",
                least = Long.MIN_VALUE)
        @Nullable
        Long leftBytes,

        @Means(value = "what should be left over", from = "`headroom` of `policy.yaml`") @Nullable
        Long comfortableBytes)
        implements RuleFact {}
