using Emulator.Calibration;

namespace LoadGen.Fidelity;

/// <summary>The page that says how close the emulator is to measured hardware.</summary>
public static class FidelityPage
{
    /// <summary>The page as Markdown; its drawings and the page of end-to-end rows lie in the folder <c>fidelity</c> beside it.</summary>
    /// <param name="operations">Single operations.</param>
    /// <param name="servers">Whole servers.</param>
    public static string Text(IReadOnlyList<OperationFidelity> operations, IReadOnlyList<EndToEndResult> servers) =>
        $"""
        # Fidelity

        How far the cost model is from measured hardware: operation by operation, then whole servers. Everything below is written by

        ```
        dotnet run -c Release --project LoadGen -- fidelity --data ../shared/data/gpu
        ```

        and comes out the same each time. Errors are |predicted/measured − 1|: mean, median, 90th percentile, worst; the bias is the mean with its sign, so
        that above 0 the model is slower than the device.

        ## Goals

        Mean errors of coefficients that were refitted without the rows by which they are judged. Goals are whole per cents.

        {OperationsMarkdown.Goals(operations)}
        Single operations miss by more than whole servers do: errors of different kernels cancel out, those of the engine's version do not.

        {EndToEndMarkdown.Goals(servers)}
        90 % intervals should cover 85 to 95 % of the rows that they were not made from; how many do, by what was held out:

        {OperationsMarkdown.Coverage(operations)}
        What is known of the misses of the published data stands in [fidelity/misses.md](fidelity/misses.md).

        ## How rows are held out

        Each operation is fitted by least absolute deviations of ln(predicted/measured), apart for each device and number format, and judged by coefficients
        that never saw the row:

        - **rows**: one half, drawn by a hash of the row's position, is judged by the other half.
        - **shapes**: a shape (weight of a multiplication, heads of an attention, layer of experts, message of an all-reduce) is judged by coefficients that
          know other shapes only; where there are more than 16, a quarter of them, drawn by a hash of their names.
        - **degrees**: one tensor-parallel degree is judged by all others. Attention: KV heads a GPU. Linear: weights with a side below 2,048, which is what
          higher degrees make of a layer, by wide ones and the other way round. All-reduce has none: nothing is carried from one number of GPUs to another.
        - **devices**: the coefficients of one device on the datasheet of another (lines such as *A100-SXM's*), links in proportion to their rate: what an
          uncalibrated device is worth. This is why such devices warn, and have no error bars.

        *In the interval*: the share of unseen rows inside the 90 % interval that comes with the coefficients, from residuals on parts of the fitted rows that
        were held out in turn. *As shipped* are the catalogue's coefficients and intervals on all rows. The *plain roofline* has half of the FLOP/s, 0.8 of
        the memory bandwidth, the whole link, and no fixed costs.

        All-reduce rows are those of the kernels that servers run (`custom_graph`). Experts cut into more parts than a node has GPUs are judged by what is shipped,
        and are not fitted: no server here takes such a degree.

        ## Operations

        {OperationsMarkdown.Devices(operations)}
        ## Whole servers

        Each published row through scheduler, KV cache, cost model and virtual clock; [how each was simulated, every row, and the misses](fidelity/end-to-end.md).

        ![predicted over measured](fidelity/end-to-end.svg)

        {EndToEndMarkdown.ByDevice(servers)}
        """.ReplaceLineEndings("\n");
}
