package dev.waggle.runtime.llamacpp;

import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** {@code llama_sampler_chain_params}. */
@FieldOrder("no_perf")
public final class SamplerChainParams extends Structure implements Structure.ByValue {
    public byte no_perf;
}
